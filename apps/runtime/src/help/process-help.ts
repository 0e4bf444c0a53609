/** What create, run and exec say alike. */
export const PROCESS_HELP = {
  'pid-file': ['FILE', 'where the pid of the process is written'],
  'console-socket': ['PATH', 'unix socket that is given the terminal of the process'],
  'preserve-fds': ['N', 'how many descriptors from 3 on the process gets'],
} as const

export const CREATE_HELP = {
  bundle: ['DIR', 'folder of the bundle; the working folder unless set'],
  config: ['FILE', 'name of the configuration in it; config.json unless set'],
  ...PROCESS_HELP,
  'no-new-keyring': 'the process keeps the session keyring of the caller',
  'no-pivot': 'the root is entered, not pivoted to: for roots on a ramdisk',
  'no-subreaper': 'has no effect: nobody is made a subreaper',
} as const

const FORMAT = ['table|json', 'how it is printed; a table unless set'] as const
export const LIST_HELP = { format: FORMAT, quiet: 'only the ids' } as const
export const PS_HELP = { format: FORMAT } as const
