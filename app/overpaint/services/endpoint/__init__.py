"""The built-in endpoint: a loopback server that answers like ``POST /v1/images/edits``.

Wording, codes and shapes follow the public service so that a client cannot tell them apart by form
(https://platform.openai.com/docs/api-reference/images/createEdit and the error-codes guide, read
2026-11-22). What differs is said aloud: it fills what a mask marks and does not read the prompt.
"""
