"""`python -m dayaq.site.cli` is the `dayaq` command."""

import sys

from dayaq.site.cli.main import main

sys.exit(main())
