"""The tabs of the web app, a module each; `page` is what they share."""
