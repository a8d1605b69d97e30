"""What schemathesis' own checks cannot know of this API. Loaded by fuzz.test.ts through SCHEMATHESIS_HOOKS."""

import schemathesis

# Answers to a request that fits its description and is refused all the same for what it means, or for when it comes.
MEANT = {"request.cursor", "request.conflict", "request.in_progress", "request.idempotency_reuse"}
# What JSON Schema has no words for; the description of the field says it.
UNSAYABLE = {
    "columns are numbers where there is no header line",
    "either claims or text must be there, and not both",
    "must have a column for the amount, or columns for credits and debits",
    "a rounding is 5 minor units at most",
    "a currency comes twice",
    "a level comes twice",
    "a name comes twice",
    "a reason comes twice",
    "a reference rate comes twice for one day",
    "an entity comes twice",
    "must be from 1900-01-02 on",
    "an account comes twice",
    "an address comes twice",
    "an agency comes twice",
    'must be an IANA time zone such as "Europe/Berlin"',
    "must be before `to`",
}


@schemathesis.check
def described_requests_are_understood(ctx, response, case):
    """A request that fits the OpenAPI document may be refused by a rule of the business, never for its form."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    if "problem+json" not in (response.headers.get("content-type") or [""])[0]:
        return
    problem = response.json()
    details = {error["detail"] for error in problem.get("errors", [])}
    if details and details <= UNSAYABLE:
        return
    code = problem.get("code", "")
    assert not code.startswith("request.") or code in MEANT, (
        f"fits its description and is refused as {code}: {response.text[:400]}"
    )


@schemathesis.check
def undeclared_methods_are_refused(ctx, response, case):
    """By the function where its route is for any method or path; else by API Gateway, which knows no 405, in its own words."""
    data = case.meta and case.meta.phase.data
    if getattr(getattr(data, "scenario", None), "name", "") != "UNSPECIFIED_HTTP_METHOD":
        return
    if response.status_code == 405:
        allowed = (response.headers.get("allow") or [""])[0].split(", ")
        assert allowed != [""] and response.request.method not in allowed, response.text[:400]
        return
    assert response.status_code == 404 and response.json() == {"message": "Not Found"}, response.text[:400]
