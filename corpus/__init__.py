"""The issues that ship: digests in our own words."""
