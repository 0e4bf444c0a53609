/** An absolute path without `.`, `..`, doubled slashes and a slash at its end; `path` is relative to `folder`. */
export function absolutePath(folder: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** As `absolutePath`; a slash at the end stays, which makes it a folder, and `.` is one. */
export function destinationPath(folder: string, path: string): string {
  const isFolder = path === '' || /(^|\/)\.{0,2}$/.test(path)
  const absolute = absolutePath(folder, path)
  return isFolder && absolute !== '/' ? `${absolute}/` : absolute
}

/** Below the root of what is copied from: `.` for all of it. */
export function sourcePath(path: string): string {
  return absolutePath('/', path).slice(1) || '.'
}
