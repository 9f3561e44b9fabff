"""GitHub's interface as far as the form for staff asks for it, on a real repository of this machine."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

from repositories import commit, git

API = "https://api.github.com"
WHO = {"id": 1, "login": "staff", "name": "Staff", "email": None, "avatar_url": "", "html_url": "https://github.com/staff"}


class GitHub:
    """Answers the requests of a browser's context; `pulls` are the pull requests that were opened."""

    def __init__(self, folder: Path, context) -> None:
        self.folder = folder
        self.pulls: list[dict] = []
        context.route(f"{API}/**", self._answer)

    def _answer(self, route) -> None:
        path, told = route.request.url.removeprefix(API).split("?")[0], route.request.post_data_json
        said = {"data": self._graph(told["query"], told["variables"])} if path == "/graphql" else self._rest(route.request.method, path, told)
        route.fulfill(body=json.dumps(said), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})

    def _rest(self, method: str, path: str, told: dict | None) -> dict:
        if path == "/user":
            return WHO
        if "/git/trees/" in path:
            return {"tree": [self._blob(line) for line in git(self.folder, "ls-tree", "-r", "-l", path.rsplit("/", 1)[1]).splitlines()], "truncated": False}
        if method == "POST" and path.endswith("/pulls"):
            self.pulls.append(told)
            return {"number": len(self.pulls), "id": 1, "node_id": "PULL", "html_url": "https://github.com/example/site/pull/1"}
        return {}

    @staticmethod
    def _blob(line: str) -> dict:
        _, kind, sha, size, path = line.split(None, 4)
        return {"path": path, "type": kind, "sha": sha, "size": int(size)}

    def _graph(self, query: str, asked: dict) -> dict:
        if "createRef" in query:
            git(self.folder, "branch", asked["input"]["name"].removeprefix("refs/heads/"), asked["input"]["oid"])
            return {"createRef": {"ref": {"id": "REF"}}}
        if "createCommitOnBranch" in query:
            return {"createCommitOnBranch": {"commit": self._commit(asked["input"])}}
        if "fork:" in query:
            return {"fork": {"id": "REPOSITORY"}, "base": {"ref": self._head(asked["branch"])}}
        if "pullRequests" in query:
            return {"repository": {"pullRequests": {"nodes": [], "totalCount": 0}}}
        if "path:" in query:
            return {"repository": dict.fromkeys(re.findall(r"(\w+):\s+ref", query), self._history())}
        if "object(oid:" in query:
            return {"repository": {name: {"text": git(self.folder, "cat-file", "blob", sha) + "\n", "isTruncated": False} for name, sha in re.findall(r'(\w+): object\(oid: "(\w+)"', query)}}
        return {"repository": {"ref": self._head(asked["branch"]) if "history" not in query else self._history()}}

    def _head(self, branch: str) -> dict:
        return {"target": {"oid": git(self.folder, "rev-parse", branch)}}

    def _history(self) -> dict:
        node = {"oid": git(self.folder, "rev-parse", "main"), "message": "Begin", "author": {"name": "Staff", "email": None, "user": None}, "committedDate": "2026-11-22T12:00:00Z"}
        return {"target": {"history": {"nodes": [node]}}}

    def _commit(self, asked: dict) -> dict:
        branch = asked["branch"]["branchName"]
        assert git(self.folder, "rev-parse", branch) == asked["expectedHeadOid"]
        git(self.folder, "checkout", "--quiet", branch)
        for file in asked["fileChanges"]["additions"]:
            (self.folder / file["path"]).write_bytes(base64.b64decode(file["contents"]))
        made = commit(self.folder, asked["message"]["headline"])
        git(self.folder, "checkout", "--quiet", "main")
        return {"oid": made, "committedDate": "2026-11-22T12:00:00Z", "file_0": {"oid": "0" * 40}}
