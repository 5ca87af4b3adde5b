// Printed by scripts/gen-validator.ts from src/config/schema.ts; do not edit.
import type { Shape } from '../shape.ts';

export const configShape: Shape = {
 "p": {
  "ociVersion": {},
  "root": {
   "p": {
    "path": {},
    "readonly": {}
   },
   "r": [
    "path"
   ]
  },
  "mounts": {
   "e": {
    "p": {
     "destination": {},
     "type": {},
     "source": {},
     "options": {
      "e": {}
     },
     "uidMappings": {
      "e": {
       "p": {
        "containerID": {},
        "hostID": {},
        "size": {}
       },
       "r": [
        "containerID",
        "hostID",
        "size"
       ]
      }
     },
     "gidMappings": {
      "e": {
       "p": {
        "containerID": {},
        "hostID": {},
        "size": {}
       },
       "r": [
        "containerID",
        "hostID",
        "size"
       ]
      }
     }
    },
    "r": [
     "destination"
    ]
   }
  },
  "process": {
   "p": {
    "terminal": {},
    "consoleSize": {
     "p": {
      "height": {},
      "width": {}
     },
     "r": [
      "height",
      "width"
     ]
    },
    "user": {
     "p": {
      "uid": {},
      "gid": {},
      "umask": {},
      "additionalGids": {
       "e": {}
      },
      "username": {}
     }
    },
    "args": {
     "e": {}
    },
    "commandLine": {},
    "env": {
     "e": {}
    },
    "cwd": {},
    "capabilities": {
     "p": {
      "bounding": {
       "e": {}
      },
      "effective": {
       "e": {}
      },
      "inheritable": {
       "e": {}
      },
      "permitted": {
       "e": {}
      },
      "ambient": {
       "e": {}
      }
     }
    },
    "rlimits": {
     "e": {
      "p": {
       "type": {},
       "soft": {},
       "hard": {}
      },
      "r": [
       "type",
       "soft",
       "hard"
      ]
     }
    },
    "noNewPrivileges": {},
    "apparmorProfile": {},
    "oomScoreAdj": {},
    "scheduler": {
     "p": {
      "policy": {},
      "nice": {},
      "priority": {},
      "flags": {
       "e": {}
      },
      "runtime": {},
      "deadline": {},
      "period": {}
     },
     "r": [
      "policy"
     ]
    },
    "selinuxLabel": {},
    "ioPriority": {
     "p": {
      "class": {},
      "priority": {}
     },
     "r": [
      "class",
      "priority"
     ]
    },
    "execCPUAffinity": {
     "p": {
      "initial": {},
      "final": {}
     }
    }
   },
   "r": [
    "cwd"
   ]
  },
  "hostname": {},
  "domainname": {},
  "hooks": {
   "p": {
    "prestart": {
     "e": {
      "p": {
       "path": {},
       "args": {
        "e": {}
       },
       "env": {
        "e": {}
       },
       "timeout": {}
      },
      "r": [
       "path"
      ]
     }
    },
    "createRuntime": {
     "e": {
      "p": {
       "path": {},
       "args": {
        "e": {}
       },
       "env": {
        "e": {}
       },
       "timeout": {}
      },
      "r": [
       "path"
      ]
     }
    },
    "createContainer": {
     "e": {
      "p": {
       "path": {},
       "args": {
        "e": {}
       },
       "env": {
        "e": {}
       },
       "timeout": {}
      },
      "r": [
       "path"
      ]
     }
    },
    "startContainer": {
     "e": {
      "p": {
       "path": {},
       "args": {
        "e": {}
       },
       "env": {
        "e": {}
       },
       "timeout": {}
      },
      "r": [
       "path"
      ]
     }
    },
    "poststart": {
     "e": {
      "p": {
       "path": {},
       "args": {
        "e": {}
       },
       "env": {
        "e": {}
       },
       "timeout": {}
      },
      "r": [
       "path"
      ]
     }
    },
    "poststop": {
     "e": {
      "p": {
       "path": {},
       "args": {
        "e": {}
       },
       "env": {
        "e": {}
       },
       "timeout": {}
      },
      "r": [
       "path"
      ]
     }
    }
   }
  },
  "annotations": {
   "v": {}
  },
  "linux": {
   "p": {
    "namespaces": {
     "e": {
      "p": {
       "type": {},
       "path": {}
      },
      "r": [
       "type"
      ]
     }
    },
    "uidMappings": {
     "e": {
      "p": {
       "containerID": {},
       "hostID": {},
       "size": {}
      },
      "r": [
       "containerID",
       "hostID",
       "size"
      ]
     }
    },
    "gidMappings": {
     "e": {
      "p": {
       "containerID": {},
       "hostID": {},
       "size": {}
      },
      "r": [
       "containerID",
       "hostID",
       "size"
      ]
     }
    },
    "timeOffsets": {
     "p": {
      "monotonic": {
       "p": {
        "secs": {},
        "nanosecs": {}
       }
      },
      "boottime": {
       "p": {
        "secs": {},
        "nanosecs": {}
       }
      }
     }
    },
    "devices": {
     "e": {
      "p": {
       "type": {},
       "path": {},
       "major": {},
       "minor": {},
       "fileMode": {},
       "uid": {},
       "gid": {}
      },
      "r": [
       "type",
       "path"
      ]
     }
    },
    "netDevices": {
     "v": {
      "p": {
       "name": {}
      }
     }
    },
    "cgroupsPath": {},
    "resources": {
     "p": {
      "devices": {
       "e": {
        "p": {
         "allow": {},
         "type": {},
         "major": {},
         "minor": {},
         "access": {}
        },
        "r": [
         "allow"
        ]
       }
      },
      "memory": {
       "p": {
        "limit": {},
        "reservation": {},
        "swap": {},
        "kernel": {},
        "kernelTCP": {},
        "swappiness": {},
        "disableOOMKiller": {},
        "useHierarchy": {},
        "checkBeforeUpdate": {}
       }
      },
      "cpu": {
       "p": {
        "shares": {},
        "quota": {},
        "burst": {},
        "period": {},
        "realtimeRuntime": {},
        "realtimePeriod": {},
        "cpus": {},
        "mems": {},
        "idle": {}
       }
      },
      "pids": {
       "p": {
        "limit": {}
       }
      },
      "blockIO": {
       "p": {
        "weight": {},
        "leafWeight": {},
        "weightDevice": {
         "e": {
          "p": {
           "major": {},
           "minor": {},
           "weight": {},
           "leafWeight": {}
          },
          "r": [
           "major",
           "minor"
          ]
         }
        },
        "throttleReadBpsDevice": {
         "e": {
          "p": {
           "major": {},
           "minor": {},
           "rate": {}
          },
          "r": [
           "major",
           "minor",
           "rate"
          ]
         }
        },
        "throttleWriteBpsDevice": {
         "e": {
          "p": {
           "major": {},
           "minor": {},
           "rate": {}
          },
          "r": [
           "major",
           "minor",
           "rate"
          ]
         }
        },
        "throttleReadIOPSDevice": {
         "e": {
          "p": {
           "major": {},
           "minor": {},
           "rate": {}
          },
          "r": [
           "major",
           "minor",
           "rate"
          ]
         }
        },
        "throttleWriteIOPSDevice": {
         "e": {
          "p": {
           "major": {},
           "minor": {},
           "rate": {}
          },
          "r": [
           "major",
           "minor",
           "rate"
          ]
         }
        }
       }
      },
      "hugepageLimits": {
       "e": {
        "p": {
         "pageSize": {},
         "limit": {}
        },
        "r": [
         "pageSize",
         "limit"
        ]
       }
      },
      "network": {
       "p": {
        "classID": {},
        "priorities": {
         "e": {
          "p": {
           "name": {},
           "priority": {}
          },
          "r": [
           "name",
           "priority"
          ]
         }
        }
       }
      },
      "rdma": {
       "v": {
        "p": {
         "hcaHandles": {},
         "hcaObjects": {}
        }
       }
      },
      "unified": {
       "v": {}
      }
     }
    },
    "intelRdt": {
     "p": {
      "closID": {},
      "schemata": {
       "e": {}
      },
      "l3CacheSchema": {},
      "memBwSchema": {},
      "enableCMT": {},
      "enableMBM": {},
      "enableMonitoring": {}
     }
    },
    "memoryPolicy": {
     "p": {
      "mode": {},
      "nodes": {},
      "flags": {
       "e": {}
      }
     },
     "r": [
      "mode"
     ]
    },
    "sysctl": {
     "v": {}
    },
    "seccomp": {
     "p": {
      "defaultAction": {},
      "defaultErrnoRet": {},
      "architectures": {
       "e": {}
      },
      "flags": {
       "e": {}
      },
      "listenerPath": {},
      "listenerMetadata": {},
      "syscalls": {
       "e": {
        "p": {
         "names": {
          "e": {}
         },
         "action": {},
         "errnoRet": {},
         "args": {
          "e": {
           "p": {
            "index": {},
            "value": {},
            "valueTwo": {},
            "op": {}
           },
           "r": [
            "index",
            "value",
            "op"
           ]
          }
         }
        },
        "r": [
         "names",
         "action"
        ]
       }
      }
     },
     "r": [
      "defaultAction"
     ]
    },
    "rootfsPropagation": {},
    "maskedPaths": {
     "e": {}
    },
    "readonlyPaths": {
     "e": {}
    },
    "mountLabel": {},
    "personality": {
     "p": {
      "domain": {},
      "flags": {
       "e": {}
      }
     },
     "r": [
      "domain"
     ]
    }
   }
  },
  "vm": {},
  "windows": {},
  "solaris": {},
  "freebsd": {},
  "zos": {}
 },
 "r": [
  "ociVersion",
  "root"
 ]
};
