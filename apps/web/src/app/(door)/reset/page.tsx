import { RequestResetForm } from '../../../components/door/request-reset-form.tsx'

export default function RequestResetPage() {
  return <RequestResetForm />
}
