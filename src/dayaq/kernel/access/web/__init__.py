"""The administrator's pages: accounts, roles, stand-ins, organisations and places."""
