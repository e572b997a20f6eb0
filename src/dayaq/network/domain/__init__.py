"""The rules of the network, without a database and without a clock."""
