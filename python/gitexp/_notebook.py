"""The cells of a notebook, as they were run, in `cells.py` of the run's folder."""

import os
import sys

from ._folder import write_whole
from ._guard import guarded, reason_of
from ._secrets import masked_text

_watching = {}  # run -> what IPython calls after a cell


def joined(run):
    """From here on, cells are kept: those before, which this run stands on, too."""
    shell = _shell()
    if shell is None or run.folder is None:
        return
    errors = {}

    @guarded
    def cell_ran(result=None):
        error = getattr(result, "error_in_exec", None) or getattr(result, "error_before_exec", None)
        if error is not None:
            errors[len(shell.user_ns["In"]) - 1] = reason_of(error)
        _write(run, shell, errors)

    _watching[run] = (shell, cell_ran, errors)
    shell.events.register("post_run_cell", cell_ran)
    _write(run, shell, errors)


def left(run):
    """The cell that finishes the run is its last."""
    if run in _watching:
        shell, cell_ran, errors = _watching.pop(run)
        try:
            _write(run, shell, errors)
        finally:
            shell.events.unregister("post_run_cell", cell_ran)


def _shell():
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None and hasattr(module, "get_ipython") else None


def _write(run, shell, errors):
    write_whole(os.path.join(run.folder, "cells.py"), text_of(list(shell.user_ns.get("In", [])), errors))


def text_of(cells, errors):
    """Cells in the percent format that editors know; what a cell raised stands below it. Secrets are masked."""
    parts = []
    for number, cell in enumerate(cells):
        if number and cell.strip():
            raised = "\n# raised %s" % errors[number] if number in errors else ""
            parts.append("# %%%% [%d]\n%s%s\n" % (number, cell.rstrip("\n"), raised))
    return masked_text("\n".join(parts))
