import { SignUpForm } from '../../../components/door/sign-up-form.tsx'

export default function SignUpPage() {
  return <SignUpForm />
}
