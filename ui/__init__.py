"""The desktop of ycdesk: the only package that imports PySide6."""

APPLICATION_NAME = "跨境电商奖补工作台"
