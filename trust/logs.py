import logging


class LineFormatter(logging.Formatter):
    pass


class RouteOnly(logging.Filter):
    pass
