"""Load the translations of the interface."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from overpaint.paths import MissingResourceError, resource


def install_translators(app: QCoreApplication, locale: QLocale) -> list[QTranslator]:
    """Translate our own texts and Qt's as far as there are translations for the language.

    Args:
        app: The application; it refers to the translators, the caller keeps them alive.
        locale: The language that is wanted.

    Returns:
        The translators in use; empty for English.
    """
    found = []
    for folder, prefix in ((_own_folder(), "overpaint"), (_qt_folder(), "qtbase")):
        translator = QTranslator(app)
        if folder and translator.load(locale, prefix, "_", folder):
            app.installTranslator(translator)
            found.append(translator)
    return found


def _own_folder() -> str:
    try:
        return str(resource("i18n"))
    except MissingResourceError:
        return ""


def _qt_folder() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
