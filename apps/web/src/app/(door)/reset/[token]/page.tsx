import { ResetForm } from '../../../../components/door/reset-form.tsx'

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  return <ResetForm token={(await params).token} />
}
