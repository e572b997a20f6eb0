"""The rules of training and business plans, without a database and without a clock."""
