// The chain language. Every choice can be made on the next token, so that the first problem of a text is reported where it stands,
// and operators of one level are a flat list, so that the depth of the parser is the depth of the brackets alone.
grammar Mcf;

file : chain* EOF ;

chain : 'chain' NAME '(' (axis (',' axis)*)? ')' '{' statement* '}' ;

axis : NAME '=' extent ;

extent : integer ('..' integer)? ;

integer : '-'? INTEGER ;

statement
    : 'input' declaration
    | 'output' declaration '=' expression
    | NAME '[' names? ']' '=' expression
    ;

declaration : NAME ':' type '[' names? ']' ;

type : NAME ;

names : name (',' name)* ;

name : NAME ;

expression : conjunction ('or' conjunction)* ;

conjunction : negation ('and' negation)* ;

negation : 'not'* comparison ;

comparison : sum (('==' | '!=' | '<' | '<=' | '>' | '>=') sum)? ;

sum : product (('+' | '-') product)* ;

product : sign (('*' | '/') sign)* ;

sign : '-'* primary ;

// A name, an element, a call `f(x)` or a reduction `f[axes](x)`: which one is settled where the names are known.
primary
    : INTEGER
    | REAL
    | 'inf'
    | NAME subscripts? arguments?
    | '(' expression ')'
    ;

subscripts : '[' index (',' index)* ']' ;

arguments : '(' expression (',' expression)* ')' ;

index
    : NAME (('+' | '-') INTEGER | subscripts)?
    | INTEGER ('*' NAME)?
    | '-' INTEGER
    ;

CHAIN : 'chain' ;
INPUT : 'input' ;
OUTPUT : 'output' ;
AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
INFINITY : 'inf' ;

PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;
LESS : '<' ;
LESS_OR_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_OR_EQUAL : '>=' ;
IS : '=' ;
RANGE : '..' ;
COMMA : ',' ;
COLON : ':' ;
OPEN : '(' ;
CLOSE : ')' ;
OPEN_SUBSCRIPT : '[' ;
CLOSE_SUBSCRIPT : ']' ;
OPEN_CHAIN : '{' ;
CLOSE_CHAIN : '}' ;

INTEGER : DIGITS ;
REAL : DIGITS '.' DIGITS EXPONENT? | DIGITS EXPONENT ;
NAME : [A-Za-z_] [A-Za-z_0-9]* ;

COMMENT : '//' ~[\r\n]* -> skip ;
SPACE : [ \t\r\n]+ -> skip ;

// Anything else becomes a token of its own, for the parser to report in its place.
STRAY : . ;

fragment DIGITS : [0-9]+ ;
fragment EXPONENT : [eE] [+-]? DIGITS ;
