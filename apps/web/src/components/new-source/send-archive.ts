import type { SourceUploadView, SourceView } from '@berth/protocol'

/**
 * Sends an archive to where it is built from. `onSent`: how much of it, from 0 to 1. Throws what the platform says, as
 * an error of the API looks.
 */
export function sendArchive(
  upload: SourceUploadView,
  archive: Blob,
  onSent: (share: number) => void,
): Promise<SourceView> {
  // by path: the page may have been opened by another name of the platform than its address
  const { pathname } = new URL(upload.url)
  // fetch tells nothing of what was sent
  const request = new XMLHttpRequest()
  request.responseType = 'json'
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0))
    request.addEventListener('error', () => reject(new TypeError('Failed to fetch')))
    request.addEventListener('abort', () => reject(new TypeError('Failed to fetch')))
    request.addEventListener('load', () => {
      const { response, status } = request
      if (status >= 200 && status < 300) return resolve(response)
      reject(Object.assign(new Error(response?.error?.message), { data: { berth: response?.error } }))
    })
    request.open('PUT', pathname)
    request.setRequestHeader('authorization', `Bearer ${upload.token}`)
    request.send(archive)
  })
}
