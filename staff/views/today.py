"""Today: what waits, how long it takes, how late it is."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from staff.queues import panels_for, tasks_for, work_words

MOST_TASKS = 7


def today(request: HttpRequest, site: AdminSite) -> HttpResponse:
    tasks = tasks_for(request.user)
    waiting = [task for task in tasks if task.count]
    context = {
        **site.each_context(request),
        "title": site.index_title,
        "tasks": waiting[:MOST_TASKS],
        "more": waiting[MOST_TASKS:],
        "empty": [task for task in tasks if not task.count],
        "work": work_words(sum(task.minutes for task in waiting[:MOST_TASKS])),
        "has_role": bool(request.user.role_names()),
        "panels": [
            render_to_string(panel.template, panel.context(request), request)
            for panel in panels_for(request.user)
        ],
        "app_list": site.get_app_list(request),
    }
    return render(request, site.index_template, context)
