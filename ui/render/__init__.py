"""HTML of the web app, a subject a module. Whatever comes from outside is escaped by `text.esc`."""
