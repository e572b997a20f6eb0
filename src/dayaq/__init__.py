"""Dayaq: runs a socio-economic reintegration programme for mine victims."""
