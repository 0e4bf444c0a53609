import { RequestResetForm } from '../../../components/door/request-reset-form.tsx'
import { titled } from '../../../page-title.ts'

export const generateMetadata = titled('reset')

export default function RequestResetPage() {
  return <RequestResetForm />
}
