/** What does not pass, and why: most of it passes with no runtime on such a machine. */
export const VALIDATION_OUT_OF_REACH: Readonly<Record<string, string>> = {
  linux_cgroups_blkio: 'the kernel has no blkio.leaf_weight any more',
  linux_cgroups_relative_blkio: 'the kernel has no blkio.leaf_weight any more',
  linux_cgroups_memory: 'the kernel takes no limit of kernel memory any more',
  linux_cgroups_relative_memory: 'the kernel takes no limit of kernel memory any more',
  linux_cgroups_hugetlb: 'it looks for hugetlb among the controllers of version 1',
  linux_cgroups_relative_hugetlb: 'it looks for hugetlb among the controllers of version 1',
  linux_cgroups_network: 'it needs the controllers net_cls and net_prio of version 1',
  linux_cgroups_relative_network: 'it needs the controllers net_cls and net_prio of version 1',
  linux_ns_itype: 'it wants mounts without a mount namespace, which would stay on the host: that is refused',
  misc_props: 'it starts a program that it has not put into the bundle',
  pidfile: 'it kills `true` long after its end, and expects that to work',
  process_capabilities: 'it expects every capability, and root may lack some on this machine',
  process_rlimits: 'Go raises the soft limit of open files of the program that reads it',
  start: 'it expects a start without a process to work, though it says that it must fail',
}

/** Tests of crun that expect what the specification or our rules refuse, or crun alone has. */
export const CRUN_OUT_OF_REACH: Readonly<Record<string, string>> = {
  'unknown-caps': 'a capability that does not exist is refused',
  'exec-add-capability': 'a capability that does not exist is refused',
  'exec-root-netns-with-userns':
    'it enters a namespace of process 1, which nobody may look into on a machine that is a container',
  exec_add_no_new_privileges: 'it expects that exec forgets noNewPrivileges of the container',
  exec_write_pid_file: 'it expects a pid of five digits',
  start: "it reads a file of crun's own state",
  'delete-in-created-state': 'the specification refuses to delete a created container',
  'uts-sysctl': 'it expects kernel.hostname to be refused also with a uts namespace',
}
