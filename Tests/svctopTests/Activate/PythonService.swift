/// Small services in Python, as people write them for systemd and inetd.
enum PythonService {
    /// sd_notify(3).
    private static let notify = """
        import contextlib, os, socket
        def notify(text, *descriptors):
            if "NOTIFY_SOCKET" in os.environ:
                place = os.environ["NOTIFY_SOCKET"].replace("@", "\\0", 1)
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as teller:
                    teller.connect(place)
                    socket.send_fds(teller, [text.encode()], descriptors)

        """

    /// Says back what it hears, one connection after the other.
    static let echo =
        notify + """
            listener = socket.socket(fileno=3)
            notify("READY=1")
            while True:
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    connection.sendall(connection.recv(4096))
            """

    static func datagramEcho(descriptor: Int) -> String {
        """
        import socket
        service = socket.socket(fileno=\(descriptor))
        while True:
            text, client = service.recvfrom(4096)
            service.sendto(text, client)
        """
    }

    static let slow = "import time\ntime.sleep(0.3)\n" + echo

    /// Stores what it has written into a file in memory, and tells what it finds there.
    static let storing =
        notify + """
            names = os.environ.get("LISTEN_FDNAMES", "").split(":")
            found = "nothing was stored"
            if "memory" in names:
                found = "found " + os.pread(3 + names.index("memory"), 100, 0).decode()
            memory = os.memfd_create("memory")
            os.write(memory, b"what %d has left" % os.getpid())
            notify("FDSTOREREMOVE=1\\nFDNAME=memory")
            notify("FDSTORE=1\\nFDNAME=memory", memory)
            listener = socket.socket(fileno=3)
            notify("READY=1")
            while True:
                connection, _ = listener.accept()
                connection.recv(4096)
                connection.sendall(found.encode() + b"\\n")
                connection.close()
            """

    /// Tells what it was given: descriptors, variables, who it is.
    static let describing = """
        import json, os, socket
        # The listing has a descriptor, too, which is gone afterwards.
        held = [int(name) for name in os.listdir("/proc/self/fd") if os.path.lexists("/proc/self/fd/" + name)]
        listener = socket.socket(fileno=3)
        text = json.dumps({
            "descriptors": sorted(held), "isForUs": os.environ.get("LISTEN_PID") == str(os.getpid()),
            "names": os.environ.get("LISTEN_FDNAMES"), "count": os.environ.get("LISTEN_FDS"),
            "uids": os.getresuid(), "gids": os.getresgid(), "groups": os.getgroups(),
            "variables": sorted(os.environ), "folder": os.getcwd(),
        }, sort_keys=True)
        while True:
            connection, _ = listener.accept()
            connection.sendall(text.encode() + b"\\n")
            connection.close()
        """

    /// Answers with its process number; told to end, it takes nobody any more, and nobody whom it has taken is lost.
    static let draining =
        notify + """
            import select, signal
            listener = socket.socket(fileno=3)
            listener.setblocking(False)
            told, teller = socket.socketpair()
            teller.setblocking(False)
            signal.set_wakeup_fd(teller.fileno())
            signal.signal(signal.SIGTERM, lambda *_: None)
            notify("READY=1")
            while True:
                if told in select.select([listener, told], [], [])[0]: break
                try:
                    connection, _ = listener.accept()
                except BlockingIOError:
                    continue
                connection.setblocking(True)
                with connection, contextlib.suppress(OSError):
                    connection.recv(4096)
                    connection.sendall(b"%d\\n" % os.getpid())
            """

    /// Says back what it hears until its client ends his side, to many at a time.
    static let holding =
        notify + """
            import threading
            def serve(connection):
                with connection:
                    while text := connection.recv(4096): connection.sendall(text)
            listener = socket.socket(fileno=3)
            notify("READY=1")
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
            """

    /// Told to end, it takes nobody any more, and takes a while to end.
    static let lingering =
        notify + """
            import signal, sys, time
            def told(*_):
                time.sleep(1)
                sys.exit()
            signal.signal(signal.SIGTERM, told)

            """ + echo

    /// Ends at once, without success, until the file that its argument names is there.
    static let mendable =
        "import os, sys\nif not os.path.exists(sys.argv[1]): sys.exit('it cannot start')\n" + echo

    /// Ends at once, without success.
    static let failing = "import sys\nsys.exit('it cannot start')"

    /// Never takes anybody, and never says that it is ready.
    static let hanging = "import time\nprint('it hangs', flush=True)\nwhile True: time.sleep(60)"

    /// And does not end when it is told to.
    static let stubborn = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + hanging
}
