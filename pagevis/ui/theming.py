"""The theme on the widgets: one palette and one style sheet, both made of tokens. No colour is named here."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from pagevis.ui.look import Look

SHEET = Template("""
QMainWindow { background: $panel; }
QWidget#page { background: $window; }
QWidget#side { background: $panel; border-right: 1px solid $border; }
QFrame#rule { background: $border; }
QStatusBar { background: $panel; border: 0; border-top: 1px solid $border; }
QStatusBar::item { border: 0; }
QAbstractScrollArea::corner { background: $panel; border: 0; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QMainWindow > QTabBar { background: $panel; qproperty-drawBase: 0; }
QMainWindow > QTabBar::tab { background: transparent; color: $text2; border: 0; border-bottom: 2px solid transparent;
  padding: 7px 10px 5px 10px; }
QMainWindow > QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $ink; }
QMainWindow > QTabBar::tab:hover:!selected { background: $hover; color: $ink; }
QMainWindow > QTabBar::tab:focus { border: 1px solid $accent; border-bottom: 2px solid $accent; }
QToolTip { background: $raised; color: $ink; border: 1px solid $border_strong; padding: 4px 6px; }
QMenuBar { background: $panel; color: $text2; border-bottom: 1px solid $border; padding: 0 12px; }
QMenuBar::item { padding: ${menu_pad}px 11px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $hover; color: $ink; }
QMenu { background: $panel; color: $ink; border: 1px solid $border_strong; padding: 5px; }
QMenu::item { padding: 5px 28px 5px 26px; border-radius: 5px; }
QMenu::item:selected { background: $select; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 5px 4px; }
QToolBar { background: $panel; border: 0; border-bottom: 1px solid $border; padding: 0; spacing: 0; }
QWidget#bar { background: $panel; }
QWidget#header { background: $panel; border-bottom: 1px solid $border; }
QWidget#legend { background: $panel; border-top: 1px solid $border; }
QWidget#status { background: $panel; }
QWidget#docktitle { background: $panel; border-bottom: 1px solid $border; }
QLabel { color: $ink; background: transparent; }
QLabel#note, QLabel#title-note { color: $text3; }
QLabel#second { color: $text2; }
QLabel#title { color: $ink; font-weight: 600; }
QLabel#warning { color: $warn; }
QToolButton { background: transparent; color: $text2; border: 1px solid transparent; border-radius: 6px;
  padding: 0 6px; }
QToolButton:hover { background: $hover; color: $ink; }
QToolButton:pressed { background: $pressed; }
QToolButton:disabled { color: $disabled; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; }
QToolButton#field { background: $raised; border: 1px solid $border; padding: 0 8px; }
QToolButton#field:hover { background: $hover; }
QToolButton#field:focus { border: 1px solid $accent; }
QToolButton#primary { background: $accent; color: $now_text; font-weight: 600; padding: 0 10px; }
QToolButton#primary:hover { background: $accent_hover; }
QToolButton#primary:disabled { background: $hover; color: $disabled; }
QToolButton#primary:focus { border: 2px solid $ink; }
QWidget#segmented { background: $hover; border: 1px solid $border; border-radius: 7px; }
QToolButton#segment { border-radius: 5px; padding: 0 9px; color: $text2; }
QToolButton#segment:checked { background: $segment; color: $ink; font-weight: 500; border: 1px solid $border_strong; }
QToolButton#segment:focus { border: 1px solid $accent; }
QPushButton { background: $raised; color: $ink; border: 1px solid $border; border-radius: 6px; padding: 0 12px;
  min-height: ${control}px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 1px solid $accent; }
QLineEdit { background: $raised; color: $ink; border: 1px solid $border_strong; border-radius: 6px;
  padding: 0 8px; min-height: ${control}px; selection-background-color: $select; selection-color: $ink; }
QLineEdit:focus { border: 1px solid $accent; }
QLineEdit#search { padding: 0 4px; }
QFrame#promptfield { background: $raised; border: 1px solid $border; border-radius: 6px; }
QFrame#promptfield[focused="true"] { border: 1px solid $accent; }
QLabel#promptsign { color: $now; font-weight: 600; }
QLineEdit#prompt { background: transparent; border: 0; padding: 0; min-height: 0; }
QLineEdit#prompt:disabled { color: $disabled; }
QFrame#question { background: $now_soft; border-top: 1px solid $border; }
QFrame#question[state="right"] { background: $ok_soft; }
QFrame#question[state="wrong"] { background: $warn_soft; }
QFrame#question[state="skipped"] { background: $raised; }
QLabel#questionwords { color: $ink; }
QLineEdit#answer { background: $panel; min-height: 0; }
QLineEdit#answer:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton#primary { background: $accent; color: $now_text; border: 1px solid $accent; font-weight: 600; }
QPushButton#primary:hover { background: $accent_hover; }
QPushButton#primary:disabled { background: $hover; color: $disabled; border: 1px solid $border; }
QPushButton#primary:focus { border: 2px solid $ink; }
QDialog QSpinBox { background: $raised; color: $ink; padding: 0 8px;
  border: 1px solid $border_strong; border-radius: 6px; }
QDialog QSpinBox:focus { border: 1px solid $accent; }
QDialog QSpinBox::up-button, QDialog QSpinBox::down-button { border: 0; width: 22px; }
QComboBox QAbstractItemView { background: $panel; color: $ink; border: 1px solid $border_strong; outline: 0;
  selection-background-color: $select; selection-color: $ink; }
QFrame#formpreview { background: $raised; border: 1px solid $border; border-radius: 6px; }
QLabel#formproblem { color: $error_text; }
QLineEdit#filter { background: $raised; color: $ink; border: 1px solid $border; border-radius: 6px; padding: 0 8px;
  selection-background-color: $select; selection-color: $ink; }
QLineEdit#filter:focus { border: 1px solid $accent; }
QWidget#strip { background: $panel; border-bottom: 1px solid $border; }
QLabel#variables { background: $raised; color: $text2; border-top: 1px solid $border; }
QToolButton#crumb { padding: 0 4px; color: $accent_text; }
QPushButton#link { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0;
  margin-left: -1px; color: $accent_text; text-align: left; }
QPushButton#link:hover { text-decoration: underline; }
QPushButton#link:focus { border: 1px solid $accent; }
QToolButton#chip { background: $raised; border: 1px solid $border; color: $ink; padding: 0 7px; }
QToolButton#chip:hover { background: $hover; }
QToolButton#chip:focus { border: 1px solid $accent; }
QLabel#chip { background: $hover; color: $text2; border-radius: 5px; padding: 2px 7px; font-weight: 500; }
QLabel#chip[accent="true"] { background: $now_soft; color: $accent_text; }
QLabel#mono { color: $ink; }
QTableView#events { selection-background-color: transparent; }
QToolButton#sound { padding: 0 4px; color: $text2; }
QToolButton#sound[broken="true"] { color: $error_text; font-weight: 600; }
QToolButton#toggle, QToolButton#nav { padding: 0; }
QToolButton#toggle:checked { background: $select; border: 1px solid $border; }
QToolButton#toggle:focus { border: 1px solid $accent; }
QTableView { background: $panel; border: 0; color: $ink; outline: 0; }
QScrollArea, QAbstractScrollArea { background: $panel; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $border_strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QWidget#error { background: $error_soft; border-left: 4px solid $error; border-bottom: 1px solid $border; }
QWidget#error QLabel { color: $error_text; }
QWidget#warn { background: $warn_soft; border-left: 4px solid $warn; border-bottom: 1px solid $border; }
QWidget#warn QLabel { color: $warn; }
QWidget#progress { background: $now_soft; border-left: 4px solid $now; border-bottom: 1px solid $border; }
QProgressBar { background: $panel; border: 1px solid $border; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $now; border-radius: 3px; }
QDialog, QWidget#panel { background: $panel; }
QFrame#popup { background: $panel; border: 1px solid $border_strong; border-radius: 8px; }
QLineEdit#search, QLineEdit#search-plain { background: $raised; color: $ink; border: 1px solid $border;
  border-radius: 6px; padding: 0 8px; selection-background-color: $select; selection-color: $ink; }
QLineEdit#search:focus, QLineEdit#search-plain:focus { border: 1px solid $accent; background: $panel; }
QLineEdit#search:disabled { color: $disabled; }
QLabel#key { background: $raised; color: $ink; border: 1px solid $border_strong; border-radius: 4px; padding: 1px 5px; }
QLabel#plain-key { color: $ink; padding: 1px 2px; }
QLabel#error-text { color: $error_text; }
QWidget#form { background: $panel; border-top: 1px solid $border; }
QWidget#halt { background: $now_soft; border-top: 1px solid $border; border-left: 4px solid $now; }
QWidget#halt QLabel { color: $now_ink; }
QWidget#halted { background: $now_soft; border-radius: 5px; }
QTextBrowser#manual { background: $panel; color: $ink; }
""")

_PALETTE = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Highlight: "select",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "border_strong",
}
_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def palette(look: Look) -> QPalette:
    """The theme as Qt's own widgets read it."""
    made = QPalette()
    for role, token in _PALETTE.items():
        made.setColor(role, look[token])
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, look["disabled"])
    return made


def sheet(look: Look) -> str:
    """The style sheet of a theme."""
    words = {role: color.name() for role, color in look.colors.items()}
    words["accent_hover"] = words["now" if look.is_dark else "accent_text"]
    words["menu_pad"] = str((look.px(28) - QFontMetrics(look.sans(12)).height()) // 2)
    words["control"] = str(look.px(26))
    words["segment"] = words["border_strong" if look.is_dark else "panel"]
    return SHEET.substitute(words)


def apply(application: QApplication, window: QWidget, look: Look) -> None:
    """Put a theme on a window and all that belongs to it, now and later. Palette and letters are the application's;
    the style sheet, which takes its time, is each window's own."""
    font = look.sans(12)
    if application.font() != font:
        application.setFont(font)
    application.setPalette(palette(look))
    if window.styleSheet() != (made := sheet(look)):
        window.setStyleSheet(made)
