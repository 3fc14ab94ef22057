#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: hold.py HOST PORT IDLE SLOW

Opens IDLE connections that say nothing after one request and SLOW ones that send a header byte every two
seconds, prints "held" and keeps them until it is ended. A slow connection that the server ends is opened anew.
"""
import resource
import socket
import sys
import time


def connect(host, port):
    connection = socket.create_connection((host, port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def main():
    host, port, idle, slow = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    waiting = []
    for _ in range(idle):
        connection = connect(host, port)
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(4096)
        waiting.append(connection)
    dripping = [connect(host, port) for _ in range(slow)]
    print("held", flush=True)
    request = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    sent = [0] * slow
    while True:
        for i, connection in enumerate(dripping):
            try:
                position = min(sent[i], len(request) - 1)
                connection.sendall(request[position:position + 1])
                sent[i] += 1
            except OSError:
                connection.close()
                dripping[i] = connect(host, port)
                sent[i] = 0
        time.sleep(2)


main()
