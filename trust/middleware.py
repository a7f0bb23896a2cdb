"""Placeholder pass-through until the real classes stand here."""


class _Pass:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class SecurityHeaders(_Pass):
    pass


class HostileInput(_Pass):
    pass


class ReadOnlyGet(_Pass):
    pass
