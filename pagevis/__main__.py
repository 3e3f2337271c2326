"""``python -m pagevis``."""

import sys

from pagevis.cli.main import main

sys.exit(main())
