"""Starts and stops Mininet's linear,N with Linux bridges and prints both times as JSON.

Run inside `unshare --kill-child -m -n -p -f --mount-proc`, so that its clean-up reaches nothing outside.
"""
import json
import sys
import time

from mininet.log import setLogLevel
from mininet.net import Mininet
from mininet.nodelib import LinuxBridge
from mininet.topo import LinearTopo

setLogLevel('error')
count = int(sys.argv[1])
started = time.time()
net = Mininet(topo=LinearTopo(k=count, n=1), switch=LinuxBridge, controller=None)
net.start()
up = time.time() - started
started = time.time()
net.stop()
print(json.dumps({'up': up, 'stop': time.time() - started}))
