"""A small OpenID provider on this machine: discovery, authorize, token, keys, userinfo. It lets everybody be
whoever it is told to say they are, and lies as it is told to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "gongkai", "s3cret"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _which in range(2))


@dataclass
class Provider:
    """``claims`` is what it says of whoever comes; ``lies`` in which way it does not do as it should."""

    claims: dict[str, Any] = field(default_factory=dict)
    lies: str = ""
    url: str = ""
    codes: dict[str, str] = field(default_factory=dict)  # a code, and the challenge it was asked with

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": "https://evil.example" if self.lies == "another issuer is discovered" else self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where whoever logs in is sent back to."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        if self.lies == "it was cancelled":
            answer = {"error": "access_denied"}
        else:
            answer = {"code": secrets.token_urlsafe()}
            self.codes[answer["code"]] = asked["code_challenge"]
        state = "forged" if self.lies == "the state is another" else asked["state"]
        return f"{asked['redirect_uri']}?{urlencode({**answer, 'state': state})}"

    def token(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        challenge = self.codes.pop(said["code"], "")
        digest = hashlib.sha256(said["code_verifier"].encode()).digest()
        is_known = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
        if not is_known or said["client_secret"] != SECRET or self.lies == "the code is refused":
            return 400, {"error": "invalid_grant"}
        tokens = {"access_token": "access", "token_type": "Bearer"}
        return 200, tokens if self.lies == "there is no identity" else {**tokens, "id_token": self.identity()}

    def identity(self) -> str:
        now = int(time.time())
        ended = now - 3600 if self.lies == "the identity is of yesterday" else now + 300
        said = {
            "iss": "https://evil.example" if self.lies == "another issuer has signed" else self.url,
            "aud": "another" if self.lies == "it is for another client" else CLIENT,
            "iat": now - 7200 if ended < now else now,
            "exp": ended,
            **self.claims,
        }
        if self.lies == "nobody has signed":
            return jwt.encode(said, "", algorithm="none", headers={"kid": "1"})
        key = OTHER_KEY if self.lies == "another key has signed" else KEY
        return jwt.encode(said, key, algorithm="RS256", headers={"kid": "1"})

    def userinfo(self) -> dict[str, Any]:
        return {**self.claims, "sub": "somebody else"} if self.lies == "both answers differ" else self.claims

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}


@contextmanager
def running() -> Iterator[Provider]:
    """The provider on a port of its own."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if provider.lies == "it is down":
                self._answer(503, {})
            elif parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            else:
                found = {
                    "/.well-known/openid-configuration": provider.discovery,
                    "/keys": provider.keys,
                    "/userinfo": provider.userinfo,
                }[parts.path]
                self._answer(200, found())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield provider
        finally:
            server.shutdown()
