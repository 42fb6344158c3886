"""Where the frozen ``ycdesk`` begins. Not in ui/: PyInstaller would look for modules beside this file first."""

import sys

from ui.main import main

sys.exit(main())
