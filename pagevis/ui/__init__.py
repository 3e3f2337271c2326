"""The window: map, panes, timeline, caption, menus, themes. The only home of QtWidgets."""
