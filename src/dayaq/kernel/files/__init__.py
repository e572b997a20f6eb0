"""Files: issued documents and uploads, kept encrypted under a key of the person's own."""
