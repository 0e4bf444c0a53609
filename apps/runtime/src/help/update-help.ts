/** The options of update, as runc has them; sizes take k, m, g and t. */
export const UPDATE_HELP = {
  resources: [
    'FILE|-',
    'all limits as in linux.resources of a configuration; other options are not read then',
  ],
  'blkio-weight': ['N', 'share of block I/O, 10 to 1000'],
  'cpu-period': ['USEC', 'period of the quota'],
  'cpu-quota': ['USEC', 'time of cpu in each period; -1 is no limit'],
  'cpu-burst': ['USEC', 'unused time that may be used later'],
  'cpu-share': ['N', 'share of cpu, 2 to 262144'],
  'cpu-rt-period': ['USEC', 'period of the realtime quota'],
  'cpu-rt-runtime': ['USEC', 'realtime quota'],
  'cpu-idle': ['0|1', 'whether it runs only when nobody else wants to'],
  'cpuset-cpus': ['LIST', 'processors, as 0-3,7'],
  'cpuset-mems': ['LIST', 'nodes of memory, as 0-1'],
  memory: ['SIZE', 'limit of memory; -1 is none'],
  'memory-reservation': ['SIZE', 'what it keeps when memory gets short'],
  'memory-swap': ['SIZE', 'limit of memory and swap together; -1 is none'],
  'kernel-memory': ['SIZE', 'has no effect: the kernel has no such limit any more'],
  'kernel-memory-tcp': ['SIZE', 'has no effect: the kernel has no such limit any more'],
  'pids-limit': ['N', 'how many processes and threads it may have; 0 and less is no limit'],
} as const
