"""Cambio: one API in front of every large language model. `cambio.v1` holds the generated stubs (`make sdk`)."""
