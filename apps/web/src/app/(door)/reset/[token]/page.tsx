import { ResetForm } from '../../../../components/door/reset-form.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('reset')

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  return <ResetForm token={(await params).token} />
}
