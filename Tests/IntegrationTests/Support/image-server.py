"""A web server on 127.0.0.1 that serves a folder's files, well or badly.

The first part of a path says how:

    /plain/FILE       with ranges
    /norange/FILE     ranges are ignored
    /half/FILE        breaks off in the middle of what was asked for, until nothing much is left
    /once/FILE        breaks off in the middle of the first request only
    /long/FILE        promises more bytes than come
    /short/FILE       promises fewer bytes than the file has
    /slow/FILE        a piece every 50 ms
    /stall/FILE       half of it, then nothing
    /busy/FILE        503 twice, then well
    /wrong/FILE       other bytes of the same length
    /to/URL           redirects to URL
    /loop/FILE        redirects to itself

Requests to it as a proxy are answered by their path. Writes its port to the file PORT, and a line for each request to
LOG.
"""

import http.server
import os
import socketserver
import sys
import threading
import time
import urllib.parse

folder, port_file, log_file = sys.argv[1:4]
counts = {}
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        is_proxied = self.path.startswith("http://")
        path = urllib.parse.urlsplit(self.path).path if is_proxied else self.path
        asked = self.headers.get("Range", "-")
        with lock:
            with open(log_file, "a") as log:
                log.write(f"{'proxy ' if is_proxied else ''}{path} {asked}\n")
            counts[path] = counts.get(path, 0) + 1
            count = counts[path]
        how, _, rest = path.lstrip("/").partition("/")
        self.close_connection = True
        if how in ("to", "loop"):
            self.send_response(302)
            self.send_header("Location", path if how == "loop" else urllib.parse.unquote(rest))
            self.send_header("Content-Length", "0")
            self.send_header("Connection", "close")
            return self.end_headers()
        file = os.path.join(folder, os.path.basename(rest))
        if how == "busy" and count <= 2:
            return self.send_error(503)
        if not os.path.isfile(file):
            return self.send_error(404)
        size = os.path.getsize(file)
        start = 0
        if asked.startswith("bytes=") and how != "norange":
            start = int(asked[6:].split("-")[0])
        if start >= size and start > 0:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.send_header("Connection", "close")
            return self.end_headers()
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        promised = size - start
        if how == "long":
            promised += 1000
        if how == "short":
            promised -= 1000
        self.send_header("Content-Length", str(promised))
        self.send_header("Connection", "close")
        self.end_headers()
        count_to_send = size - start
        if how == "half" and count_to_send > 4096 or how == "once" and count == 1 or how == "stall":
            count_to_send //= 2
        with open(file, "rb") as source:
            source.seek(start)
            if how in ("plain", "norange"):
                self.wfile.flush()
                self.connection.sendfile(source, start)
            else:
                self.send_parts(source, how, min(count_to_send, promised))
        if how == "stall":
            time.sleep(3600)

    def send_parts(self, source, how, left):
        piece = 1 << 16
        while left > 0:
            data = source.read(min(piece, left))
            if not data:
                return
            left -= len(data)
            self.wfile.write(bytes(byte ^ 1 for byte in data) if how == "wrong" else data)
            if how == "slow":
                self.wfile.flush()
                time.sleep(0.05)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass  # whoever asked has gone away


server = Server(("127.0.0.1", 0), Handler)
with open(port_file + ".new", "w") as file:
    file.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever()
