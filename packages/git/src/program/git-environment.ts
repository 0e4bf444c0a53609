/** What a git program sees: nothing of the machine's or of anybody's configuration, and one repository by its path. */
export function gitEnvironment(repository: string | undefined): Record<string, string> {
  return {
    PATH: '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ATTR_NOSYSTEM: '1',
    ...(repository !== undefined && { GIT_DIR: repository }),
  }
}

/** Where new objects go until they are accepted, and where the accepted ones lie. */
export function quarantineEnvironment(repository: string, quarantine: string): Record<string, string> {
  return { GIT_OBJECT_DIRECTORY: quarantine, GIT_ALTERNATE_OBJECT_DIRECTORIES: `${repository}/objects` }
}
