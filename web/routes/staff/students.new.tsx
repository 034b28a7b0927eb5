import { createFileRoute } from '@tanstack/react-router';
import { NewStudentScreen } from '../../features/people/student-form-screens.tsx';

export const Route = createFileRoute('/_app/staff/students/new')({ component: NewStudentScreen });
