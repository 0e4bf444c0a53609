import { ComeBack } from '../../../../components/join/come-back.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('join')

export default async function ReturnPage({ params }: { params: Promise<{ token: string }> }) {
  return <ComeBack token={(await params).token} />
}
