"""The code under which a request stands in the log, for pages that say that something went wrong."""

from django.http import HttpRequest

#: Where the outermost middleware leaves it.
CODE = "gongkai.code"


def code_of(request: HttpRequest) -> str:
    return str(request.META.get(CODE, ""))
