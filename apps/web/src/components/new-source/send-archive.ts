import type { SourceUploadView, SourceView } from '@berth/protocol'

/** Sends an archive to where it is built from. Throws what the platform says, as an error of the API looks. */
export async function sendArchive(upload: SourceUploadView, archive: File): Promise<SourceView> {
  // by path: the page may have been opened by another name of the platform than its address
  const { pathname } = new URL(upload.url)
  const response = await fetch(pathname, {
    method: 'PUT',
    headers: { authorization: `Bearer ${upload.token}` },
    body: archive,
  })
  const answer = await response.json()
  if (response.ok) return answer
  throw Object.assign(new Error(answer.error?.message), { data: { berth: answer.error } })
}
