import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { studentQuery } from './people.queries.ts';
import { StudentForm } from './student-form.tsx';
import { usePeopleWords } from './words.ts';

/** Adds a student. */
export function NewStudentScreen() {
  const words = usePeopleWords();
  const navigate = useNavigate();
  return (
    <Page title={words.add} width="narrow" back={{ label: words.students, link: { to: '/staff/students' } }}>
      <StudentForm
        saved={({ id, name }) => {
          doneToast(words.added(name));
          void navigate({ to: '/staff/students/$id', params: { id: String(id) } });
        }}
        cancel={() => void navigate({ to: '/staff/students' })}
      />
    </Page>
  );
}

/** Changes a student. */
export function EditStudentScreen({ id }: { id: number }) {
  const words = usePeopleWords();
  const navigate = useNavigate();
  const student = useQuery(studentQuery(id));
  const name = student.data?.name ?? '';
  const link = { to: '/staff/students/$id' as const, params: { id: String(id) } };
  return (
    <Page title={words.editTitle(name)} width="narrow" back={{ label: name || words.students, link }}>
      <QueryView query={student}>
        {(data) => (
          <StudentForm
            student={data}
            saved={() => {
              doneToast(words.saved);
              void student.refetch();
              void navigate(link);
            }}
            cancel={() => void navigate(link)}
          />
        )}
      </QueryView>
    </Page>
  );
}
