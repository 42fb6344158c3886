"""Which database this machine works with: the file in the data folder, or a PostgreSQL server."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from ui.form_grid import FormGrid
from ui.line_edit import LineEdit
from ui.parts import message, say, secondary
from ui.theme import STEP
from ycdesk.calculation.problems import cause_of
from ycdesk.settings import read_settings, write_settings

_SCHEME = "postgresql+psycopg"


class DatabaseDialog(QDialog):
    """Two choices; the server's address in five fields. Saved for this machine, in force at the next opening."""

    def __init__(self, parent: QWidget | None, home: Path) -> None:
        super().__init__(parent)
        self.home = home
        self.setWindowTitle("数据库设置")
        self.setMinimumWidth(480)
        self.file = QRadioButton("这台电脑上的文件（一个人使用）")
        self.server = QRadioButton("PostgreSQL 服务器（几个人同时使用）")
        self.form = FormGrid(label_width=80)
        for name, title, placeholder in (
            ("host", "服务器地址", "例如 192.168.1.10"),
            ("port", "端口", "5432"),
            ("database", "数据库名", "ycdesk"),
            ("user", "用户名", ""),
            ("password", "密码", ""),
        ):
            self.form.add(name, title, LineEdit(placeholder=placeholder))
        password = self.form.inputs["password"]
        assert isinstance(password, LineEdit)
        password.setEchoMode(QLineEdit.EchoMode.Password)
        self._message = message()
        self._box = QDialogButtonBox()
        self._box.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        self._box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._build()
        self._fill(read_settings(home).database_url)

    def _build(self) -> None:
        self._box.accepted.connect(self.accept)
        self._box.rejected.connect(self.reject)
        self.server.toggled.connect(self.form.setEnabled)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 2)
        if os.environ.get("YCDESK_DATABASE_URL"):
            words = (
                "这台电脑用环境变量 YCDESK_DATABASE_URL 指定了数据库，以它为准；去掉这个变量以后，下面的设置才起作用。"
            )
            column.addWidget(secondary(words, wrap=True))
        for part in (self.file, self.server, self.form, self._message, self._box):
            column.addWidget(part)

    def _fill(self, url: str) -> None:
        parts = urlsplit(url)
        server = parts.scheme.startswith("postgresql")
        values = {
            "host": parts.hostname or "",
            "port": str(parts.port or ""),
            "database": parts.path.lstrip("/"),
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
        }
        for name, field in self.form.inputs.items():
            assert isinstance(field, LineEdit)
            field.setText(values[name] if server else "")
        self.server.setChecked(server)
        self.file.setChecked(not server)
        self.form.setEnabled(server)

    def url(self) -> str:
        """The address that the fields make; empty for the file."""
        if self.file.isChecked():
            return ""
        values = self.form.values()
        account = quote(values["user"], safe="")
        if values["password"]:
            account += ":" + quote(values["password"], safe="")
        place = f"{values['host']}:{values['port'] or '5432'}/{values['database']}"
        return f"{_SCHEME}://{account}@{place}"

    def accept(self) -> None:
        """Save when the fields make an address; otherwise say what is missing."""
        problems: dict[str, str] = {}
        if self.server.isChecked():
            values = self.form.values()
            titles = {"host": "服务器地址", "database": "数据库名", "user": "用户名"}
            problems = {name: f"请填写{title}。" for name, title in titles.items() if not values[name]}
            if values["port"] and not (values["port"].isdecimal() and 0 < int(values["port"]) < 65536):
                problems["port"] = "端口是 1 到 65535 之间的数字，一般是 5432。"
        self.form.say_all(problems)
        if problems:
            return
        try:
            write_settings(self.home, replace(read_settings(self.home), database_url=self.url()))
        except OSError as error:
            say(self._message, f"设置没能保存到 {self.home}（{cause_of(error)}），请检查这个文件夹能不能写入。")
            return
        super().accept()
