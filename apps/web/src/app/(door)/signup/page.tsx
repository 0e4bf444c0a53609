import { SignUpForm } from '../../../components/door/sign-up-form.tsx'
import { titled } from '../../../page-title.ts'

export const generateMetadata = titled('signUp')

export default function SignUpPage() {
  return <SignUpForm />
}
