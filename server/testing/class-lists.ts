import { rawRow, rawXlsx } from './spreadsheets.ts';

/** The list of journey J1: titles above, merged cells, a sibling pair of which one is a child, a duplicate, and three lines that are wrong. */
export function messyList(): Buffer {
  const people: Record<string, string>[] = [
    { A: '1', B: '김민준', C: '010-1111-1111', D: '서울고', E: '1' },
    { A: '2', B: '이서연', C: '010-2222-2222', D: '서울고', E: '1' },
    { A: '3', B: '이서준', D: '한빛초', E: '4', F: `${new Date().getFullYear() - 10}.05.05` },
    { A: '4', B: '김민준', C: '01011111111', D: '서울고', E: '1' },
    { A: '5', B: '박하나', D: '서울고', E: '1' },
    { A: '6', B: '최두리', C: '010-12', D: '서울고', E: '1' },
    { A: '7', C: '010-7777-7777', D: '서울고', E: '1' },
    { A: '8', B: '정가람', C: '1088888888', D: '서울고', E: '1' },
  ];
  const xml = `<sheetData>${rawRow(1, { A: '2026학년도 고1 수학 수강생 명단' })}${rawRow(2, { A: '담당: 데스크' })}
    ${rawRow(4, { A: 'No', B: '학생명', C: '보호자HP', D: '학교', E: '학년', F: '생년월일' })}
    ${people.map((cells, at) => rawRow(at + 5, cells)).join('')}</sheetData>
    <mergeCells><mergeCell ref="A1:F1"/><mergeCell ref="C6:C7"/></mergeCells>`;
  return rawXlsx([{ name: '명단', xml }]);
}
