"""The dialect that allocators are written in, and the check that a text keeps to it.

Typed top-level functions over ``book``; integers, ``if``, ``while``, ``for … in range``, calls, ``return``; one plain
target per assignment. No containers, exceptions or closures: what is left can be stepped, undone and compiled.
"""

from __future__ import annotations

import ast

from pagevis.base.errors import PagevisError

# Local variables of the texts that name a frame: the map tags those frames while the code runs.
FRAME_VARIABLES = frozenset({"frame", "first", "last", "before", "after", "fresh"})

_STATEMENTS = (ast.If, ast.While, ast.For, ast.Return, ast.Assign, ast.Expr, ast.Pass)
_EXPRESSIONS = (
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.UnaryOp,
    ast.Call,
    ast.Subscript,
    ast.Attribute,
    ast.Name,
    ast.Constant,
)
_OPERATORS = (ast.operator, ast.boolop, ast.cmpop, ast.unaryop, ast.expr_context)


def parse(path: str, source: str) -> ast.Module:
    """The text's syntax tree. Raises ``PagevisError`` with file and line where it leaves the dialect."""
    try:
        module = ast.parse(source, path)
    except SyntaxError as error:
        raise PagevisError(f"not Python: {error.msg}", place=path, line=error.lineno) from None
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            _function(path, node)
        elif not _allowed_at_top(node):
            raise _outside(path, node, "only imports, ALLOCATOR and functions stand at the top")
    return module


def _outside(path: str, node: ast.AST, why: str) -> PagevisError:
    return PagevisError(f"outside the dialect of allocators: {why}", place=path, line=getattr(node, "lineno", None))


def _allowed_at_top(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # the docstring
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets] == ["ALLOCATOR"]
    return isinstance(node, ast.ImportFrom)


def _function(path: str, function: ast.FunctionDef) -> None:
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults or function.decorator_list:
        raise _outside(path, function, "plain parameters only")
    if not arguments.args or arguments.args[0].arg != "book":
        raise _outside(path, function, "the first parameter is book")
    if function.returns is None or any(a.annotation is None for a in arguments.args):
        raise _outside(path, function, "every parameter and the answer have a type")
    _block(path, function.body)


def _block(path: str, body: list[ast.stmt]) -> None:
    for node in body:
        if not isinstance(node, _STATEMENTS):
            raise _outside(path, node, f"{type(node).__name__} is no statement of it")
        if isinstance(node, ast.Assign) and not (
            len(node.targets) == 1 and isinstance(node.targets[0], ast.Name | ast.Subscript)
        ):
            raise _outside(path, node, "one plain target per assignment")
        if isinstance(node, ast.For):
            ranged = isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) == "range"
            if not (ranged and isinstance(node.target, ast.Name)):
                raise _outside(path, node, "for runs over range")
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                _expression(path, child)
        for block in ("body", "orelse"):
            _block(path, getattr(node, block, []))


def _expression(path: str, root: ast.expr) -> None:
    for node in ast.walk(root):
        if not isinstance(node, _EXPRESSIONS + _OPERATORS):
            raise _outside(path, node, f"{type(node).__name__} is no expression of it")
        if isinstance(node, ast.Constant) and not isinstance(node.value, int | str | None):
            raise _outside(path, node, "integers only")
        if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id == "book"):
            raise _outside(path, node, "only book has fields")
        if isinstance(node, ast.Call) and (node.keywords or not isinstance(node.func, ast.Name)):
            raise _outside(path, node, "calls are plain: name(values)")
