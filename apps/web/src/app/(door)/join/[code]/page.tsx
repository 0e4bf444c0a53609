import { Join } from '../../../../components/join/join.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('join')

export default async function JoinPage({ params }: { params: Promise<{ code: string }> }) {
  return <Join code={decodeURIComponent((await params).code)} />
}
