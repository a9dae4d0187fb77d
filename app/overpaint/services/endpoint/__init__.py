"""The built-in endpoint: a loopback server that answers like ``POST /v1/images/edits``.

Wording, codes and shapes follow the public service so that a client cannot tell them apart by form
(https://platform.openai.com/docs/api-reference/images/createEdit and the error-codes guide, read
2026-11-22). What differs is said aloud: no model looks at the pictures. A prompt is searched for
the few words of ``docs/BUILT_IN_ENDPOINT.md``, and whatever is not understood is a fill.
"""
